package health.authz.acceptance.document;

import health.authz.acceptance.dsl.Login;
import java.util.List;

/**
 * A login of the matrix.
 *
 * @param name what it stands for
 */
record Who(String name, Login login) {
    boolean may(String permission) {
        return login.permissions().contains(permission);
    }

    /** Whether nothing binds the login to a part of the organisation's clients. */
    boolean seesEveryClient() {
        return login.divisions().contains("*") && login.clients().equals("all");
    }

    boolean seesDivision(String division) {
        return login.divisions().contains("*") || login.divisions().contains(division);
    }

    boolean sees(String division, List<String> assigned) {
        return seesDivision(division) && (login.clients().equals("all") || assigned.contains(login.user()));
    }

    @Override
    public String toString() {
        return name;
    }
}
