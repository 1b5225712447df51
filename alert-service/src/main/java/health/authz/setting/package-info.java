/** Settings of an organisation, each with a default and bounds. */
@NullMarked
package health.authz.setting;

import org.jspecify.annotations.NullMarked;
