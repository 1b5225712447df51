@NullMarked
package health.authz.billing;

import org.jspecify.annotations.NullMarked;
