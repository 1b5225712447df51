/** A small world in which everything is as it should be, and what is said when one thing in it is not. */
@NullMarked
package health.authz.verify;

import org.jspecify.annotations.NullMarked;
