package com.example.postcards.like;

/**
 * An account has liked a postcard.
 *
 * @param postcard the id of the postcard
 * @param author the id of the account that posted it
 * @param account the id of the account that likes it
 */
public record PostcardLiked(long postcard, long author, long account) {
}
