/** When an alert is raised, closed and armed again, and whom it reaches: pure rules. */
@NullMarked
package health.authz.alert.domain;

import org.jspecify.annotations.NullMarked;
