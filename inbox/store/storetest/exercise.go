package storetest

import (
	"reflect"
	"sync"
	"testing"

	"okienko/inbox"
)

// Exercise is the suite that each database must pass. fresh gives the URL of an
// empty database; several stores may open it.
func Exercise(t *testing.T, fresh func(t testing.TB) string) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) { c.run(t, fresh(t)) })
	}
}

var cases = []struct {
	name string
	run  func(t *testing.T, url string)
}{
	{"accept writes everything", acceptWritesEverything},
	{"smallest letter", smallestLetter},
	{"mismatched parts", mismatchedParts},
	{"same bytes in parallel", sameBytesInParallel},
	{"same bytes in one batch", doubledInOneBatch},
	{"same bytes in another box", sameBytesInAnotherBox},
	{"same signed content", sameSignedContent},
	{"same signed content in parallel", sameSignedContentInParallel},
	{"one bad letter spoils no other", badLetterFailsAlone},
	{"cancelled callers", cancelledCallers},
	{"erased letter", erasedLetter},

	{"numbers without gaps", numbersWithoutGaps},
	{"numbers without group commit", numbersWithoutGroupCommit},
	{"two stores on one database", twoStores},
	{"year changes at Warsaw midnight", yearChange},
	{"ids", idsAreDrawnOnce},

	{"held then accepted", heldThenAccepted},
	{"held then refused", heldThenRefused},
	{"held bytes accepted by another post", heldThenAcceptedElsewhere},
	{"held twice", heldTwice},
	{"held in order", heldInOrder},
	{"refused", refused},
	{"refused again and again", refusedManyTimes},
	{"purge", purge},

	{"queue filters", queueFilters},
	{"queue pages", queuePages},
	{"queue sizes", queueSizes},
	{"claims in parallel", claimsInParallel},
	{"guarded transitions", guardedTransitions},
	{"history", history},

	{"replies are sent whole or not", replySent},
	{"an upload is kept until the letter moves", uploadKept},
	{"a reply opened by many at once", replyOpenedOnce},
	{"notices and days of waiting", repliesThatWait},
	{"a further letter joins", joinFinished},
	{"a joined letter goes along", joinedGoesAlong},
	{"an erased letter takes its replies along", erasedReplies},
	{"undecided submissions", undecided},
	{"letters of a writer", writersLetters},
	{"queue by due day", queueByDue},
	{"queue filters of a clerk's day", queueOfADay},

	{"accounts", accounts},
	{"external identities", externalIdentities},
	{"sessions", sessions},
	{"session receipts in parallel", sessionReceiptsInParallel},

	{"drafts", draftsOfAnOwner},
	{"draft files", draftFiles},
	{"draft changes in parallel", draftChangesInParallel},
	{"drafts come along", draftsComeAlong},
	{"drafts expire", draftsExpire},

	{"new accounts", newAccounts},
	{"person events", personEvents},
	{"challenges", challenges},
	{"second factors", secondFactors},
	{"trusted profiles", trustedProfiles},
	{"one profile for a PESEL", oneProfileForAPESEL},
	{"signings", signings},

	{"log after parallel letters", logAfterParallelLetters},
	{"readers during writes", readersDuringWrites},
	{"migration in parallel", migrationInParallel},
	{"unmigrated database", unmigrated},
	{"closed store", closedStore},
	{"close during letters", closeDuringLetters},
	{"texts no column holds", impossibleTexts},
}

func parallel(n int, work func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { work(i) })
	}
	wg.Wait()
}

func equal(t *testing.T, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantCode(t *testing.T, what string, err error, code string) {
	t.Helper()
	if inbox.ErrorCode(err) != code {
		t.Errorf("%s: error %v, want %s", what, err, code)
	}
}
