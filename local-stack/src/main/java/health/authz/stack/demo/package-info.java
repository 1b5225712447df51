/** Two invented organisations with everything that the screens and the documentation speak of. */
@NullMarked
package health.authz.stack.demo;

import org.jspecify.annotations.NullMarked;
