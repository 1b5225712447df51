/** The proof: everything that is stored has been told, and whatever is shown follows from what is stored. */
@NullMarked
package health.authz.verify;

import org.jspecify.annotations.NullMarked;
