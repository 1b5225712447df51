package health.authz.group;

import static org.assertj.core.api.Assertions.assertThat;

import health.authz.events.billinggroup.BillingGroupEvent.BillingCodeType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How codes of each family are written (DOMAIN section 11). */
class CodeFormatsTest {
    @ParameterizedTest
    @CsvSource({
        "CPT,90834,true",
        "CPT,0001F,true",
        "CPT,0362T,true",
        "CPT,0001A,true",
        "CPT,0001U,true",
        "CPT,0001M,true",
        "CPT,0001B,false",
        "CPT,9083,false",
        "CPT,908340,false",
        "CPT,H0031,false",
        "CPT,'90834 ',false",
        "CPT_ADD_ON,90785,true",
        "CPT_ADD_ON,90785x,false",
        "EM,99213,true",
        "EM,E9213,false",
        "HCPCS,H0031,true",
        "HCPCS,A0001,true",
        "HCPCS,V5008,true",
        "HCPCS,W0001,false",
        "HCPCS,h0031,false",
        "HCPCS,H031,false",
        "HCPCS,H00311,false",
        "UB04_ADD_ON,0900,true",
        "UB04_ADD_ON,900,false",
        "UB04_ADD_ON,09000,false",
        "INTERNAL,PTO,true",
        "INTERNAL,a.b_c-1,true",
        "INTERNAL,in house,false",
        "INTERNAL,a/b,false",
        "INTERNAL,'',false"
    })
    void a_code_is_written_as_its_family_asks(BillingCodeType type, String code, boolean fits) {
        assertThat(CodeFormats.fits(type, code)).isEqualTo(fits);
    }

    @ParameterizedTest
    @CsvSource({"50,true", "51,false"})
    void an_internal_code_has_at_most_fifty_characters(int length, boolean fits) {
        assertThat(CodeFormats.fits(BillingCodeType.INTERNAL, "x".repeat(length)))
                .isEqualTo(fits);
    }

    @ParameterizedTest
    @EnumSource
    void the_rule_of_each_family_is_said_with_an_example_that_fits(BillingCodeType type) {
        String example = CodeFormats.rule(type).replaceAll(".* such as ", "");
        assertThat(type == BillingCodeType.INTERNAL || CodeFormats.fits(type, example))
                .isTrue();
    }
}
