package com.example.lab.junit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Gives a test class a stage that runs: a parameter of the type
 * {@link com.example.lab.cloud.LocalCloud} in its constructor or methods. Classes of one
 * test run share one running stage, except those that ask for their own; where JUnit runs
 * classes in parallel, those that are not {@link #exclusive} use it at the same time. On
 * such a parameter of a method it gives another stage, for that method alone. All use one
 * LocalStack, each stage with an account of its own there.
 */
@Target({ ElementType.TYPE, ElementType.PARAMETER })
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(StageExtension.class)
@ResourceLock(providers = StageLock.class)
public @interface Stage {

	/**
	 * Which stage.
	 * @return the folder's name, such as {@code stage-01-single-user}; empty for the
	 * stage whose tests these are
	 */
	String value() default "";

	/**
	 * Whether it is the stage before the one whose tests these are.
	 * @return true for claims that fail there
	 */
	boolean before() default false;

	/**
	 * Whether the class gets a running stage that no other class uses.
	 * @return true for classes that leave it broken
	 */
	boolean own() default false;

	/**
	 * Whether no other class may use the running stage meanwhile.
	 * @return false for classes that use it as its users do, or its LocalStack only
	 */
	boolean exclusive() default true;

	/**
	 * The speed-up factor for the template's long delays. A class that sets one gets a
	 * running stage of its own.
	 * @return a factor; 0 for that of the test run, the system property
	 * {@code lab.clock}, which is 1 unless it is set
	 */
	double clock() default 0;

	/**
	 * Context values for the CDK application beside those of {@code cdk.json}. A class
	 * that asks for any gets a running stage of its own.
	 * @return each as {@code name=value}
	 */
	String[] context() default {};

}
