package com.example.postcards.like;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;

/**
 * Sees all calls to DynamoDB, and lets some fail. The SDK finds it by a file on the class
 * path.
 */
public class DynamoDbCalls implements ExecutionInterceptor {

	private static final List<String> operations = new CopyOnWriteArrayList<>();

	private static volatile Supplier<@Nullable RuntimeException> failure = () -> null;

	private static volatile boolean processNothing;

	/** Lets all calls succeed, and forgets those so far. */
	public static void reset() {
		operations.clear();
		failure = () -> null;
		processNothing = false;
	}

	static List<String> operations() {
		return operations;
	}

	/**
	 * Lets calls fail.
	 * @param failure what a call fails with, null if it succeeds
	 */
	public static void fail(Supplier<@Nullable RuntimeException> failure) {
		DynamoDbCalls.failure = failure;
	}

	/** The next read of a batch returns all its keys and no item. */
	static void processNothingOnce() {
		processNothing = true;
	}

	@Override
	public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
		operations.add(context.request().getClass().getSimpleName().replace("Request", ""));
		RuntimeException ex = failure.get();
		if (ex != null) {
			throw ex;
		}
	}

	@Override
	public SdkResponse modifyResponse(Context.ModifyResponse context, ExecutionAttributes attributes) {
		SdkRequest request = context.request();
		if (processNothing && request instanceof BatchGetItemRequest batch) {
			processNothing = false;
			return BatchGetItemResponse.builder().unprocessedKeys(batch.requestItems()).build();
		}
		return context.response();
	}

}
