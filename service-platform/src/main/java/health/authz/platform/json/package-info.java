/** How records become JSON: one mapper for everything that is stored or published. */
@NullMarked
package health.authz.platform.json;

import org.jspecify.annotations.NullMarked;
