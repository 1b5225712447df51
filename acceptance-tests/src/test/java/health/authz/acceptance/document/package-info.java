/** The API document against the running system: what it says is so, and nothing is left out. */
@NullMarked
package health.authz.acceptance.document;

import org.jspecify.annotations.NullMarked;
