package io.privatesmtp.provisioning.address;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import java.math.BigDecimal;

/** What things cost, in the currency of the house. */
@ConfigMapping(prefix = "psr.price")
public interface PriceSettings {
    /** What a source address costs a month; 0.00 to 1,000,000.00. */
    @WithDefault("2.50")
    @DecimalMin("0")
    @DecimalMax("1000000")
    @Digits(integer = 7, fraction = 2)
    BigDecimal sourceIp();
}
