package com.example.postcards.database;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.resilience.annotation.Retryable;
import org.springframework.transaction.annotation.Transactional;

/**
 * A read that the replica may answer: usually less than ten seconds old, but never older
 * than the last write of its reader in this session. A replica that receives nothing any
 * more cannot know how old it is; an alarm says so. It is tried again on the primary if
 * the replica dies, and once more if the replica cancels it in favour of replay.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Transactional(readOnly = true)
@Retryable(includes = { DataAccessResourceFailureException.class, ConcurrencyFailureException.class }, maxRetries = 1,
		delay = 0)
public @interface ReplicaRead {

}
