/** What people send and get of bulk changes. */
@NullMarked
package health.authz.bulk.web;

import org.jspecify.annotations.NullMarked;
