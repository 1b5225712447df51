/** Routes of one authorization: HTTP in, command out, and answers back. No rules. */
@NullMarked
package health.authz.authorization.web;

import org.jspecify.annotations.NullMarked;
