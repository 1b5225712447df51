/** Clients, users, payers, divisions and groups as the lists show them. */
@NullMarked
package health.authz.directorylist.view;

import org.jspecify.annotations.NullMarked;
