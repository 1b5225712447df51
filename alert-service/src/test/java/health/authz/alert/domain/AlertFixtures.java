package health.authz.alert.domain;

import static health.authz.events.Units.units;

import health.authz.alert.domain.AlertDecisions.Decision;
import health.authz.alert.domain.Facts.Condition;
import health.authz.events.AuthorizationId;
import health.authz.events.BillingCode;
import health.authz.events.ClientId;
import health.authz.events.PayerId;
import health.authz.events.TenantId;
import health.authz.events.Units;
import java.time.LocalDate;
import java.util.UUID;

/** One authorization of 12 units, level 2, 14 days before its end; each spec changes what it speaks of. */
final class AlertFixtures {
    static final LocalDate START = LocalDate.parse("2026-12-01");
    static final LocalDate END = LocalDate.parse("2027-05-31");

    private AlertFixtures() {}

    static final class A {
        private UUID id = new UUID(1, 1);
        private String payer = "bcbs";
        private LocalDate start = START;
        private LocalDate end = END;
        private boolean unmanaged;
        private Units remaining = units("12");
        private boolean used;
        private Units level = units("2");
        private Integer days = 14;
        private Condition condition = Condition.IN_USE;

        A id(int number) {
            id = new UUID(1, number);
            return this;
        }

        A payer(String value) {
            payer = value;
            return this;
        }

        A start(String value) {
            start = LocalDate.parse(value);
            return this;
        }

        A end(String value) {
            end = value == null ? null : LocalDate.parse(value);
            return this;
        }

        A unmanaged() {
            unmanaged = true;
            return this;
        }

        A remaining(String value) {
            remaining = units(value);
            used = true;
            return this;
        }

        A loaded(String value) {
            remaining = units(value);
            return this;
        }

        A level(String value) {
            level = value == null ? null : units(value);
            return this;
        }

        A days(Integer value) {
            days = value;
            return this;
        }

        A condition(Condition value) {
            condition = value;
            return this;
        }

        Facts facts() {
            return new Facts(
                    new AuthorizationId(id),
                    new TenantId("abc-therapeutic"),
                    new ClientId("c-1"),
                    new BillingCode("H0031"),
                    payer == null ? null : new PayerId(payer),
                    start,
                    end,
                    unmanaged,
                    unmanaged ? null : units("12"),
                    unmanaged ? null : remaining,
                    used,
                    level,
                    days,
                    condition);
        }
    }

    static A authorization() {
        return new A();
    }

    static Circumstances on(String day) {
        return new Circumstances(LocalDate.parse(day), true, false, true);
    }

    static Circumstances withSuccessor(String day) {
        return new Circumstances(LocalDate.parse(day), true, true, true);
    }

    static Circumstances clientInactive(String day) {
        return new Circumstances(LocalDate.parse(day), false, false, true);
    }

    static Circumstances switchedOff(String day) {
        return new Circumstances(LocalDate.parse(day), true, false, false);
    }

    static Decision low(A facts, Arming arming, Circumstances now) {
        return AlertDecisions.decide(new LowUnitsPolicy(), facts.facts(), arming, now);
    }

    static Decision expiring(A facts, Arming arming, Circumstances now) {
        return AlertDecisions.decide(new ExpiryPolicy(), facts.facts(), arming, now);
    }
}
