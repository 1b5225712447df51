/** Single authorizations over HTTP, on real parts. */
package health.authz.authorization.web;
