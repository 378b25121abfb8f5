package com.example.postcards.account;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.data.redis.serializer.SerializationException;

/**
 * What sessions may hold, as JSON: an {@link Account}, texts and numbers. No class names
 * are stored, so that what is in Valkey cannot choose the class that it becomes.
 */
class SessionSerializer implements RedisSerializer<Object> {

	private static final Logger log = LoggerFactory.getLogger(SessionSerializer.class);

	private static final JsonMapper json = JsonMapper.builder()
		.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
				DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
		.build();

	@Override
	public byte[] serialize(@Nullable Object value) {
		if (value instanceof Account || value instanceof String || value instanceof Number) {
			return json.writeValueAsBytes(value);
		}
		throw new SerializationException("A session cannot hold " + ((value != null) ? value.getClass() : null));
	}

	/**
	 * Reads a value.
	 * @return null for what this release does not know
	 */
	@Override
	public @Nullable Object deserialize(byte @Nullable [] bytes) {
		try {
			JsonNode value = json.readTree(bytes);
			return switch (value.getNodeType()) {
				case OBJECT -> json.treeToValue(value, Account.class);
				case STRING -> value.asString();
				case NUMBER -> value.canConvertToInt() ? (Object) value.asInt() : (Object) value.asLong();
				default -> null;
			};
		}
		catch (JacksonException | IllegalArgumentException ex) {
			log.atInfo().log("Another release has written this session");
			return null;
		}
	}

}
