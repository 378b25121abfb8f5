package com.example.postcards;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import com.example.kit.EmbeddedDatabase;
import com.example.postcards.account.Accounts;

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
 * A test of repositories against a real PostgreSQL with the application's migrations, but
 * without its server. Transactions are those of the application: the test has none around
 * them. Accounts are left out, because they hash passwords.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@JdbcTest(properties = "postcards.photos.directory=target/photos", includeFilters = @Filter(Repository.class),
		excludeFilters = @Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Accounts.class))
@AutoConfigureTestDatabase(replace = Replace.NONE)
@Transactional(propagation = Propagation.NOT_SUPPORTED)
@Import(EmbeddedDatabase.class)
public @interface DatabaseTest {

}
