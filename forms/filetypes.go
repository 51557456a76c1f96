package forms

import (
	"bytes"
	"mime"
	"slices"
	"strings"
)

// fileType is one kind of file offices take: how it may be named, what MIME
// types senders give it, and how it starts.
type fileType struct {
	extensions string // separated by blanks
	types      string // separated by blanks
	starts     func(head []byte) bool
}

// fileTypes is the closed list, by the formats that offices publish. Beside the
// registered types stand the ones that browsers and older systems send.
var fileTypes = []fileType{
	{".pdf .pades", "application/pdf application/x-pdf", isPDF},
	{".png", "image/png", isPNG},
	{".jpg .jpeg", "image/jpeg image/jpg image/pjpeg", isJPEG},
	{".zip", "application/zip application/x-zip-compressed", isZIP},
	{".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", isZIP},
	{".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", isZIP},
	{".pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", isZIP},
	{".odt", "application/vnd.oasis.opendocument.text", isZIP},
	{".ods", "application/vnd.oasis.opendocument.spreadsheet", isZIP},
	{".odp", "application/vnd.oasis.opendocument.presentation", isZIP},
	{".ott", "application/vnd.oasis.opendocument.text-template", isZIP},
	{".xps", "application/vnd.ms-xpsdocument application/oxps", isZIP},

	{".txt", "text/plain", nil},
	{".csv", "text/csv text/plain application/csv application/vnd.ms-excel", nil},
	{".rtf", "application/rtf text/rtf", nil},
	{".doc", "application/msword", nil},
	{".xls", "application/vnd.ms-excel application/msexcel", nil},
	{".ppt", "application/vnd.ms-powerpoint application/mspowerpoint", nil},
	{".html", "text/html", nil},
	{".xhtml", "application/xhtml+xml text/html text/xml application/xml", nil},
	{".css", "text/css", nil},
	{".xml .xsd .rng .tls .xmlsig .xmlenc", "text/xml application/xml", nil},
	{".xsl .xslt", "text/xml application/xml application/xslt+xml text/xsl", nil},
	{".gml", "application/gml+xml text/xml application/xml", nil},
	{".xades", "text/xml application/xml application/octet-stream", nil},
	{".cades", "application/pkcs7-mime application/pkcs7-signature application/octet-stream", nil},

	{".gif", "image/gif", nil},
	{".tif .tiff .geotiff", "image/tiff", nil},
	{".jp2", "image/jp2", nil},
	{".svg", "image/svg+xml text/xml", nil},
	{".dwg", "image/vnd.dwg application/acad application/octet-stream", nil},
	{".dxf", "image/vnd.dxf application/dxf application/octet-stream", nil},
	{".dwf", "model/vnd.dwf application/octet-stream", nil},
	{".dgn", "image/vnd.dgn application/octet-stream", nil},
	{".mp3", "audio/mpeg audio/mp3", nil},
	{".m4a", "audio/mp4 audio/x-m4a", nil},
	{".wav", "audio/wav audio/x-wav audio/vnd.wave", nil},
	{".ogg", "audio/ogg application/ogg", nil},
	{".ogv", "video/ogg", nil},
	{".avi", "video/x-msvideo video/avi", nil},
	{".mpg .mpeg", "video/mpeg", nil},
	{".mp4 .mpeg4", "video/mp4", nil},
	{".7z", "application/x-7z-compressed", nil},
	{".gz .gzip", "application/gzip application/x-gzip", nil},
	{".tar", "application/x-tar", nil},
}

var byExtension = indexFileTypes()

func indexFileTypes() map[string]fileType {
	index := map[string]fileType{}
	for _, t := range fileTypes {
		for ext := range strings.FieldsSeq(t.extensions) {
			index[ext] = t
		}
	}
	return index
}

// Extensions lists what names of files may end in: ".pdf".
func Extensions() []string {
	var all []string
	for _, t := range fileTypes {
		all = append(all, strings.Fields(t.extensions)...)
	}
	return all
}

// mediaType is a MIME type without parameters, in lower case; "" when it is none.
func mediaType(format string) string {
	media, _, err := mime.ParseMediaType(format)
	if err != nil {
		return ""
	}
	return media
}

// typeAgrees reports whether a file with this extension is taken and may be of
// this type.
func typeAgrees(media, extension string) bool {
	t, known := byExtension[extension]
	return known && slices.Contains(strings.Fields(t.types), media)
}

// startsLike reports whether a file that starts with head can be of the type.
// Types without a reliable start always can.
func startsLike(media string, head []byte) bool {
	for _, t := range fileTypes {
		if t.starts != nil && slices.Contains(strings.Fields(t.types), media) {
			return t.starts(head)
		}
	}
	return true
}

// isPDF looks as far as readers do (ISO 32000-1, annex H, note 13).
func isPDF(head []byte) bool {
	return bytes.Contains(head[:min(len(head), 1024+len("%PDF-"))], []byte("%PDF-"))
}

func isPNG(head []byte) bool { return bytes.HasPrefix(head, []byte("\x89PNG\r\n\x1a\n")) }

func isJPEG(head []byte) bool { return bytes.HasPrefix(head, []byte("\xff\xd8\xff")) }

// isZIP takes archives that start with a file, are empty, or were cut to parts.
func isZIP(head []byte) bool {
	for _, start := range []string{"PK\x03\x04", "PK\x05\x06", "PK\x07\x08"} {
		if bytes.HasPrefix(head, []byte(start)) {
			return true
		}
	}
	return false
}
