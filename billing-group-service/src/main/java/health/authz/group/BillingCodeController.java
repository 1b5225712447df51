package health.authz.group;

import health.authz.events.BillingCode;
import health.authz.events.TenantId;
import health.authz.events.WrittenText;
import health.authz.events.billinggroup.BillingGroupEvent.AuthDecrementAction;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeDefined;
import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeType;
import health.authz.platform.security.Caller;
import health.authz.platform.security.Permission;
import health.authz.platform.web.Cursors;
import health.authz.platform.web.ETags;
import health.authz.platform.web.Fields;
import health.authz.platform.web.FileText;
import health.authz.platform.web.Page;
import health.authz.platform.web.Problems;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Billing codes over HTTP. */
@RestController
@RequestMapping("/api/v1/billing-codes")
class BillingCodeController {
    private static final int DESCRIPTION_MAX = 200;
    private static final int UNIT_LABEL_MAX = 40;
    private final BillingCodes codes;
    private final BillingCodeImport imports;
    private final Cursors cursors;

    BillingCodeController(BillingCodes codes, Cursors cursors) {
        this.codes = codes;
        this.imports = new BillingCodeImport(codes);
        this.cursors = cursors;
    }

    /** A billing code as answered. */
    record Shape(
            String code,
            String description,
            BillingCodeType type,
            String unitLabel,
            @Nullable BigDecimal defaultUnits,
            AuthDecrementAction authDecrementAction,
            boolean unmanaged,
            boolean active) {
        static Shape of(BillingCodeDefined code) {
            return new Shape(
                    code.code().value(),
                    code.description(),
                    code.type(),
                    code.unitLabel(),
                    code.defaultUnits() == null ? null : code.defaultUnits().value(),
                    code.authDecrementAction(),
                    code.unmanaged(),
                    code.active());
        }
    }

    @GetMapping
    Page<Shape> list(Caller caller, HttpServletRequest request) {
        caller.require(Permission.BILLING_READ);
        ListQuery query = ListQuery.of("billing-codes", request, cursors);
        return query.page(
                codes.list(caller.tenant(), query),
                codes.count(caller.tenant(), query),
                found -> Shape.of(found.code()),
                found -> found.code().code().value(),
                cursors);
    }

    @GetMapping("/{code}")
    ResponseEntity<Shape> one(Caller caller, @PathVariable("code") String code) {
        caller.require(Permission.BILLING_READ);
        BillingCodes.Versioned found =
                codes.find(caller.tenant(), billingCode(code)).orElseThrow(Problems::notFound);
        return answer(HttpStatus.OK, found);
    }

    @PutMapping("/{code}")
    ResponseEntity<Shape> put(
            Caller caller,
            @PathVariable("code") String code,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @RequestHeader(name = "If-None-Match", required = false) @Nullable String ifNoneMatch,
            @RequestBody JsonNode body) {
        caller.require(Permission.BILLING_WRITE);
        boolean onlyIfAbsent = ETags.onlyIfAbsent(ifNoneMatch);
        if (!CodeFormats.fits(BillingCodeType.INTERNAL, code) || !WrittenText.isId(code)) {
            throw Problems.invalid(
                    "code", "has " + CodeFormats.rule(BillingCodeType.INTERNAL) + ", a letter or a digit among them");
        }
        BillingCodeDefined facts = read(
                caller.tenant(),
                new BillingCode(code),
                codes.find(caller.tenant(), new BillingCode(code)).orElse(null),
                body);
        boolean made = codes.define(caller, facts, ifMatch, onlyIfAbsent);
        BillingCodes.Versioned now = codes.find(caller.tenant(), facts.code()).orElseThrow(Problems::notFound);
        return answer(made ? HttpStatus.CREATED : HttpStatus.OK, now);
    }

    /** Many codes of a sheet. */
    @PostMapping(path = "/import", consumes = "text/csv")
    BillingCodeImport.Report importSheet(Caller caller, HttpServletRequest request) throws IOException {
        caller.require(Permission.BILLING_WRITE);
        FileText.utf8(request);
        return imports.run(caller, request.getInputStream());
    }

    @DeleteMapping("/{code}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(
            Caller caller,
            @PathVariable("code") String code,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        caller.require(Permission.BILLING_WRITE);
        codes.remove(caller, billingCode(code), ifMatch);
    }

    private static BillingCode billingCode(String code) {
        if (!CodeFormats.fits(BillingCodeType.INTERNAL, code)) {
            throw Problems.notFound();
        }
        return new BillingCode(code);
    }

    /**
     * @param there what the name means; {@code null} = a new one, in capitals if its family has no small letters
     * @throws health.authz.platform.web.ProblemException 400 with everything that is wrong with it
     */
    static BillingCodeDefined read(
            TenantId tenant, BillingCode named, BillingCodes.@Nullable Versioned there, JsonNode body) {
        Fields fields = Fields.of(body);
        BillingCodeType type = fields.choice("type", BillingCodeType.class)
                .orElseGet(() -> fields.missing("type", BillingCodeType.INTERNAL));
        BillingCode code = there == null
                ? new BillingCode(CodeFormats.written(type, named.value()))
                : there.code().code();
        if (!CodeFormats.fits(type, code.value())) {
            fields.wrong("type", type + " codes have " + CodeFormats.rule(type));
        }
        BillingCodeDefined facts = new BillingCodeDefined(
                tenant,
                code,
                fields.requiredText("description", DESCRIPTION_MAX),
                type,
                fields.text("unitLabel", UNIT_LABEL_MAX).orElse("unit"),
                fields.units("defaultUnits").orElse(null),
                fields.choice("authDecrementAction", AuthDecrementAction.class)
                        .orElse(AuthDecrementAction.PER_UNIT_BILLED),
                fields.flag("unmanaged").orElse(false),
                fields.flag("active").orElse(true));
        fields.done();
        return facts;
    }

    private static ResponseEntity<Shape> answer(HttpStatus status, BillingCodes.Versioned found) {
        return ResponseEntity.status(status).eTag(ETags.of(found.version())).body(Shape.of(found.code()));
    }
}
