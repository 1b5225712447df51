/** Decides alerts on what the own tables hold, and writes facts, alerts and their events in one transaction. */
@NullMarked
package health.authz.alert.application;

import org.jspecify.annotations.NullMarked;
