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
 * test run share one running stage, one after the other, except those that ask for their
 * own: where JUnit runs classes in parallel, these run beside them. On such a parameter
 * of a method it gives another stage, for that method alone. All use one LocalStack, each
 * stage with an account of its own there.
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
	 * Whether the class gets a running stage that no other class uses.
	 * @return true for classes that leave it broken, or take so long that they had better
	 * run beside the others
	 */
	boolean own() default false;

	/**
	 * Whether no other class may use the running stage meanwhile.
	 * @return false for classes that use its LocalStack only
	 */
	boolean exclusive() default true;

	/**
	 * How many times quicker long times of the template pass. A class that asks for
	 * another speed than 1 gets a running stage of its own.
	 * @return a factor
	 */
	double clock() default 1;

	/**
	 * Context values for the CDK application beside those of {@code cdk.json}. A class
	 * that asks for any gets a running stage of its own.
	 * @return each as {@code name=value}
	 */
	String[] context() default {};

}
