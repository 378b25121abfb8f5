package com.example.postcards.postcard;

import java.util.List;

import com.example.postcards.account.Account;
import org.jspecify.annotations.Nullable;

/**
 * The likes of postcards that are not in the database.
 */
public interface PostcardLikes {

	/**
	 * Adds their likes to postcards from the database. Asks a service, so no transaction
	 * should wait for it.
	 * @param postcards the postcards
	 * @param me the reader, if signed in
	 * @return the same postcards in the same order
	 */
	List<Postcard> addTo(List<Postcard> postcards, @Nullable Account me);

}
