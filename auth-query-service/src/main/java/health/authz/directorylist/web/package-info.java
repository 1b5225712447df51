/** The routes of clients, users, payers, divisions and groups. */
@NullMarked
package health.authz.directorylist.web;

import org.jspecify.annotations.NullMarked;
