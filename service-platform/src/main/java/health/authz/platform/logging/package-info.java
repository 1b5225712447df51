/** What the logs may tell: never what a person is called or when they were born. */
@NullMarked
package health.authz.platform.logging;

import org.jspecify.annotations.NullMarked;
