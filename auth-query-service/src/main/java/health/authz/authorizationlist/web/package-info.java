/** The routes of the master list. */
@NullMarked
package health.authz.authorizationlist.web;

import org.jspecify.annotations.NullMarked;
