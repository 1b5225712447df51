/** A bulk change on the screen: its form, its confirmation, its progress and results, its undoing. */
@NullMarked
package health.authz.gateway.console.bulk;

import org.jspecify.annotations.NullMarked;
