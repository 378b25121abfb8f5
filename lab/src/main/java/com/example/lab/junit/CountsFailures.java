package com.example.lab.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A test class that counts failed requests and expects none: it runs alone, so that other
 * tests do not take the processor from what it measures. The tag is the one that
 * {@code .ci/stability} runs again and again.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Isolated
@Tag("counts-failures")
public @interface CountsFailures {

}
