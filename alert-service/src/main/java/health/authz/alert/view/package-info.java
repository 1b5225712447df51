/** The inbox as people read it. */
@NullMarked
package health.authz.alert.view;

import org.jspecify.annotations.NullMarked;
