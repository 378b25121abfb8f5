package com.example.contract;

/**
 * A file to send with a postcard.
 *
 * @param fileName the name that the sender gives
 * @param contentType the type that the sender claims
 * @param bytes the content
 */
public record Photo(String fileName, String contentType, byte[] bytes) {
}
