/**
 * Notifications about likes and new followers.
 */
@NullMarked
package com.example.postcards.notification;

import org.jspecify.annotations.NullMarked;
