"""Signing in where a ministry signs its own people in (OpenID Connect). Who they are here, an invitation alone has said."""
