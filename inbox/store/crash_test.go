package store_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"okienko/inbox"
	"okienko/inbox/store"
	"okienko/inbox/store/storetest"
)

// The test binary runs itself as a child that dies: childEnv says how, childURLEnv on
// which database.
const (
	childEnv    = "OKIENKO_TEST_CHILD"
	childURLEnv = "OKIENKO_TEST_CHILD_URL"
)

// runChild is the child's main.
func runChild(how, url string) int {
	s, err := store.Open(context.Background(), url, store.Options{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	switch how {
	case "before commit":
		err = s.AcceptUntilCommit(context.Background(), storetest.Acceptance(1, 2, childLetter(0)), killSelf)
	case "before opening":
		upd, event := childConfirmation()
		err = s.OpenReplyUntilCommit(context.Background(), upd, event, killSelf)
	default:
		err = acceptForEver(s)
	}
	fmt.Fprintln(os.Stderr, "child lives:", err)
	return 1
}

func killSelf() {
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

func childLetter(i int) []byte { return fmt.Appendf(nil, "<pismo dziecka='%d'>%01000d</pismo>", i, i) }

// acceptForEver prints a line for each letter after it was acknowledged. Letters
// accepted by an earlier child come back as duplicates and are printed too.
func acceptForEver(s *store.Store) error {
	ctx := context.Background()
	errs := make(chan error)
	for worker := range 8 {
		go func() {
			for i := worker; ; i += 8 {
				document, err := s.DrawID(ctx)
				if err != nil {
					errs <- err
				}
				receipt, err := s.DrawID(ctx)
				if err != nil {
					errs <- err
				}
				out, err := s.Accept(ctx, storetest.Acceptance(document, receipt, childLetter(i)))
				if err != nil {
					errs <- err
				}
				fmt.Printf("%d %d %d\n", i, out.Document, out.Letter.Number.N)
			}
		}()
	}
	return <-errs
}

func child(how, url string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childEnv+"="+how, childURLEnv+"="+url)
	cmd.Stderr = os.Stderr
	return cmd
}

func TestCrashBeforeTheCommitLeavesNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		storetest.OpenURL(t, url, store.Options{})
		cmd := child("before commit", url)
		if err := cmd.Run(); cmd.ProcessState.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
			t.Fatalf("the child did not crash: %v", err)
		}
		s := storetest.OpenURL(t, url, store.Options{})
		for _, table := range []string{"letters", "submissions", "documents", "receipts", "events", "log_leaves", "register_counters"} {
			if n := count(t, s, table); n != "0" {
				t.Errorf("%s rows of %s survived", n, table)
			}
		}
		if out := storetest.Accept(t, s, storetest.Acceptance(1, 2, childLetter(0))); out.Duplicate || out.Letter.Number.N != 1 {
			t.Errorf("posted again: %+v", out)
		}
	})
}

// acknowledged is one line of the child.
type acknowledged struct {
	letter   int
	document int32
	number   int
}

func TestKilledWhileAccepting(t *testing.T) {
	onBoth(t, func(t *testing.T, url string) {
		storetest.OpenURL(t, url, store.Options{})
		known := map[int]acknowledged{}
		for round := 1; round <= 3; round++ {
			killWhileAccepting(t, url, 150*round, known)
			checkAcknowledged(t, url, known)
		}
		postAgain(t, url, known)
	})
}

// killWhileAccepting kills a child after it acknowledged some letters, and adds
// all that it had acknowledged by then.
func killWhileAccepting(t *testing.T, url string, after int, known map[int]acknowledged) {
	t.Helper()
	cmd := child("killed", url)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for n := 0; lines.Scan(); n++ {
		var a acknowledged
		if _, err := fmt.Sscanf(lines.Text(), "%d %d %d", &a.letter, &a.document, &a.number); err != nil {
			t.Errorf("line %q: %v", lines.Text(), err)
		}
		if before, ok := known[a.letter]; ok && before != a {
			t.Errorf("letter %+v was %+v before the crash", a, before)
		}
		known[a.letter] = a
		if n == after {
			if err := cmd.Process.Kill(); err != nil {
				t.Error(err)
			}
		}
	}
	if err := cmd.Wait(); cmd.ProcessState.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("the child ended by itself: %v", err)
	}
}

// checkAcknowledged wants each acknowledged letter to be there with its receipt,
// and no number missing or doubled.
func checkAcknowledged(t *testing.T, url string, known map[int]acknowledged) {
	t.Helper()
	s := storetest.OpenURL(t, url, store.Options{})
	for _, a := range known {
		l, err := s.Letter(context.Background(), a.document)
		if err != nil || l.Number.N != a.number {
			t.Errorf("acknowledged letter %+v is %v, %v", a, l.Number, err)
		}
		if r, err := s.ReceiptOf(context.Background(), a.document); err != nil || r.ID != l.ReceiptID {
			t.Errorf("acknowledged letter %+v has no receipt: %v", a, err)
		}
	}
	if n := checkNumbers(t, s); n < len(known) {
		t.Errorf("%d letters, %d were acknowledged", n, len(known))
	}
}

// checkNumbers wants the numbers 1..n and returns n.
func checkNumbers(t *testing.T, s *store.Store) int {
	t.Helper()
	numbers := map[int]bool{}
	filter := store.LetterFilter{Limit: 200}
	for {
		page, err := s.Letters(context.Background(), filter)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range page {
			numbers[l.Number.N] = true
			filter.After = l.ID
		}
		if len(page) == 0 {
			break
		}
	}
	letters := len(numbers)
	for n := 1; n <= letters; n++ {
		if !numbers[n] {
			t.Errorf("number %d of %d is missing", n, letters)
		}
	}
	if fmt.Sprint(letters) != count(t, s, "letters") || fmt.Sprint(letters) != count(t, s, "log_leaves") {
		t.Errorf("%d numbers, %s letters, %s leaves", letters, count(t, s, "letters"), count(t, s, "log_leaves"))
	}
	return letters
}

// postAgain posts every letter, answered or not: what was answered gets the same
// answer, and nothing is there twice.
func postAgain(t *testing.T, url string, known map[int]acknowledged) {
	t.Helper()
	s := storetest.OpenURL(t, url, store.Options{})
	last := 0
	for i := range known {
		last = max(last, i)
	}
	var outcomes []inbox.Outcome
	for i := range last + 20 {
		outcomes = append(outcomes, storetest.Accept(t, s, storetest.Sample(t, s, childLetter(i))))
		if a, ok := known[i]; ok && (!outcomes[i].Duplicate || outcomes[i].Document != a.document) {
			t.Errorf("letter %+v posted again is %+v", a, outcomes[i])
		}
	}
	if n := checkNumbers(t, s); n < len(outcomes) {
		t.Errorf("%d letters, %d were posted", n, len(outcomes))
	}
	seen := map[int32]bool{}
	for _, out := range outcomes {
		if seen[out.Document] {
			t.Errorf("letter %d is there twice", out.Document)
		}
		seen[out.Document] = true
	}
}
