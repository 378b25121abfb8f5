package com.example.postcards;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Repository;

/**
 * A test of what the controllers accept and refuse, behind the application's own security
 * but without its server, database and cache: what they accept is answered with a 503.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@WebMvcTest(
		includeFilters = { @Filter(Repository.class),
				@Filter(type = FilterType.REGEX,
						pattern = ".*\\.(SecurityConfiguration|SignInLimit|PhotoConverter|Users|"
								+ "Cache|Edge|Likes|LikeTable|Photos)") },
		excludeAutoConfiguration = UserDetailsServiceAutoConfiguration.class)
@Import({ AwsConfiguration.class, NoDatabase.class, NoCache.class })
public @interface ControllerTest {

}
