/** The last look at all that the suite has left behind; classes run in alphabetical order, and this package comes last. */
@NullMarked
package health.authz.acceptance.proof;

import org.jspecify.annotations.NullMarked;
