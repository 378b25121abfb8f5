package com.example.postcards.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;

/**
 * Text that PostgreSQL can hold: no NUL character and no half of a surrogate pair.
 */
@Target({ ElementType.FIELD, ElementType.PARAMETER })
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = {})
@ReportAsSingleViolation
@Pattern(regexp = "[^\\x00\\p{Cs}]*")
public @interface PlainText {

	/**
	 * What is wrong.
	 * @return the message
	 */
	String message() default "must not contain NUL or broken characters";

	/**
	 * The groups of the constraint.
	 * @return none by default
	 */
	Class<?>[] groups() default {};

	/**
	 * The payload of the constraint.
	 * @return none by default
	 */
	Class<? extends Payload>[] payload() default {};

}
