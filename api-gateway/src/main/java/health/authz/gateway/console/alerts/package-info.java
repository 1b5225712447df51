/** The inbox of alerts: one line for each client, insurance company and end date. */
@NullMarked
package health.authz.gateway.console.alerts;

import org.jspecify.annotations.NullMarked;
