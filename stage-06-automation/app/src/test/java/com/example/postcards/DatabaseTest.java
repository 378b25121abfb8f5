package com.example.postcards;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import com.example.kit.EmbeddedDatabase;

import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase;
import org.springframework.boot.jdbc.test.autoconfigure.AutoConfigureTestDatabase.Replace;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * A test of repositories against a real PostgreSQL with the application's migrations and
 * the users of its secrets, but without its server. Transactions are those of the
 * application: the test has none around them. Repositories that need more than the
 * database are left out.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@JdbcTest(
		includeFilters = { @Filter(Repository.class),
				@Filter(type = FilterType.REGEX, pattern = "com\\.example\\.postcards\\.database\\..*") },
		excludeFilters = @Filter(type = FilterType.REGEX,
				pattern = ".*\\.(Accounts|DatabaseLikes|DatabasePhotos|DeletedPostcards|Follows|Postcards)"))
@AutoConfigureTestDatabase(replace = Replace.NONE)
@Transactional(propagation = Propagation.NOT_SUPPORTED)
@Import({ AwsConfiguration.class, EmbeddedDatabase.class })
public @interface DatabaseTest {

}
