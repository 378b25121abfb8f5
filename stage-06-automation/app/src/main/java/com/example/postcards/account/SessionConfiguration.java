package com.example.postcards.account;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.resource.Delay;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.FlushMode;
import org.springframework.session.MapSession;
import org.springframework.session.SessionRepository;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.session.data.redis.RedisSessionMapper;
import org.springframework.session.data.redis.RedisSessionRepository;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.DefaultCookieSerializer;

/**
 * Sessions are in Valkey, so that any server has them. There is one hash for each, and
 * nothing that would need {@code CONFIG} or commands with several keys, which a
 * serverless cache refuses.
 */
@Configuration(proxyBeanMethods = false)
@EnableSpringHttpSession
class SessionConfiguration {

	private static final Logger log = LoggerFactory.getLogger(SessionConfiguration.class);

	private static final int MAX_COOKIES = 2;

	/** Without a connection commands fail at once; otherwise each would wait. */
	@Bean
	LettuceClientOptionsBuilderCustomizer failFast() {
		return (options) -> options.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS);
	}

	/**
	 * After a failover of any length; by default up to half a minute passes between two
	 * tries.
	 */
	@Bean
	ClientResourcesBuilderCustomizer reconnectSoon() {
		return (resources) -> resources.reconnectDelay(Delay.constant(Duration.ofMillis(200)));
	}

	// tag::sessions[]
	/**
	 * Each change is written at once, so that a sign-in that cannot be stored is refused
	 * while there is still a response to refuse it with.
	 */
	@Bean
	SessionRepository<?> sessions(RedisConnectionFactory valkey,
			@Value("${server.servlet.session.timeout}") Duration timeout) {
		RedisTemplate<String, Object> template = new RedisTemplate<>();
		template.setConnectionFactory(valkey);
		template.setKeySerializer(RedisSerializer.string());
		template.setHashKeySerializer(RedisSerializer.string());
		template.setDefaultSerializer(new SessionSerializer());
		template.afterPropertiesSet();
		RedisSessionRepository sessions = new RedisSessionRepository(template);
		sessions.setDefaultMaxInactiveInterval(timeout);
		sessions.setFlushMode(FlushMode.IMMEDIATE);
		sessions.setRedisSessionMapper(SessionConfiguration::read);
		return new ForgivingSessions<>(sessions);
	}

	/**
	 * SESSION, hidden from scripts, and SameSite=Lax, as by default. A browser sends one
	 * of them, or a second one of another path. Each would be looked up, and a request
	 * can hold hundreds.
	 */
	@Bean
	CookieSerializer cookie() {
		return new DefaultCookieSerializer() {

			@Override
			public List<String> readCookieValues(HttpServletRequest request) {
				return super.readCookieValues(request).stream().limit(MAX_COOKIES).toList();
			}

		};
	}

	/**
	 * A session that another release wrote, or that is not complete, is none: the user
	 * signs in again.
	 */
	private static @Nullable MapSession read(String id, Map<String, Object> entries) {
		if (entries.containsValue(null)) {
			return null;
		}
		try {
			return new RedisSessionMapper().apply(id, entries);
		}
		catch (IllegalStateException | ClassCastException ex) {
			log.atInfo().setCause(ex).log("A session cannot be read");
			return null;
		}
	}
	// end::sessions[]

}
