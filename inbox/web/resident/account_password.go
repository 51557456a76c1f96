package resident

import (
	"net/http"

	"okienko/inbox"
	"okienko/inbox/web"
)

func (d *door) showPassword(w http.ResponseWriter, r *http.Request) error {
	return d.render(w, r, "password", web.NewView(r, "account.password", nil))
}

// changePassword replaces the password; all other sessions of the account end.
func (d *door) changePassword(w http.ResponseWriter, r *http.Request) error {
	err := d.Profile.ChangePassword(r.Context(), web.VisitorOf(r).Session.Cookie, r.PostForm.Get("old"), r.PostForm.Get("password"))
	if err == nil {
		web.SeeOther(w, r, accountPath+"?"+doneParameter+"=password")
		return nil
	}
	v := web.NewView(r, "account.password", nil)
	v.Self = "/account/password"
	if inbox.ErrorCode(err) == inbox.CodeAuthRequired {
		v.Status, v.Errors = http.StatusUnprocessableEntity, []web.FieldError{{Field: "old", Text: v.T("fault.old")}}
		return d.render(w, r, "password", v)
	}
	return d.again(w, r, "password", v, err, "old")
}
