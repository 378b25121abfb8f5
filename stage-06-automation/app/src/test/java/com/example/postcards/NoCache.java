package com.example.postcards;

import java.util.concurrent.ConcurrentHashMap;

import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.SessionRepository;

/**
 * A cache that is unavailable, and sessions in memory. Without an annotation, so that
 * only tests that import it have it.
 */
class NoCache {

	@Bean
	StringRedisTemplate valkey() {
		return new StringRedisTemplate(new LettuceConnectionFactory("127.0.0.1", 1));
	}

	@Bean
	SessionRepository<?> sessions() {
		return new MapSessionRepository(new ConcurrentHashMap<>());
	}

}
