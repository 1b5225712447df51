-- Half of each page is left free, so that a window whose dates move is rewritten beside its old self and no index is touched.
alter table authorization_window set (fillfactor = 50);
