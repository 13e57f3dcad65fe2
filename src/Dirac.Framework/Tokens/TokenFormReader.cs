using System.Buffers.Text;
using System.Text;
using Dirac.Hosting.Requests;
using Dirac.Model.Api;
using Microsoft.AspNetCore.Http;

namespace Dirac.Framework.Tokens;

/// <summary>Reads the forms of OAuth: strictly, since what stands in them are secrets.</summary>
internal static class TokenFormReader
{
    /// <summary>The largest body, bytes.</summary>
    public const long BodyLimit = 32 * 1024;

    private const int MostFields = 32;
    private const string ContentType = "application/x-www-form-urlencoded";
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The fields of a request's form.</summary>
    /// <exception cref="OAuthException"><c>invalid_request</c>: it is no form (415), or a field stands in it twice (400).</exception>
    /// <exception cref="InvalidRequestException">It is a form and cannot be read: 422.</exception>
    /// <exception cref="BadHttpRequestException">It is larger than the route takes: 413.</exception>
    public static async Task<TokenForm> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentType?.Split(';')[0].Trim() is not { } type || !type.Equals(ContentType, StringComparison.OrdinalIgnoreCase))
            throw new OAuthException(OAuthError.InvalidRequest, $"The body is not a form: send it as {ContentType}.", StatusCodes.Status415UnsupportedMediaType);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        return Parse(body.GetBuffer().AsSpan(0, (int)body.Length));
    }

    /// <summary>Reads <c>name=value&amp;…</c>.</summary>
    internal static TokenForm Parse(ReadOnlySpan<byte> body)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var range in body.Split((byte)'&'))
        {
            var field = body[range];
            if (field.IsEmpty) continue;
            if (fields.Count == MostFields) throw Unreadable($"The form has more than {MostFields} fields.");
            var equals = field.IndexOf((byte)'=');
            if (equals < 1) throw Unreadable("The form has a field without name or value.");
            if (!fields.TryAdd(Decode(field[..equals]), Decode(field[(equals + 1)..])))
                throw new OAuthException(OAuthError.InvalidRequest, "A field of the form stands in it twice.");
        }

        return new TokenForm(fields);
    }

    private static string Decode(ReadOnlySpan<byte> text)
    {
        var plain = new byte[text.Length];
        var length = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != (byte)'%')
            {
                plain[length++] = text[at] == (byte)'+' ? (byte)' ' : text[at];
                continue;
            }

            if (at + 2 >= text.Length || !Utf8Parser.TryParse(text.Slice(at + 1, 2), out byte value, out var read, 'x') || read != 2)
                throw Unreadable("The form has a % without two hexadecimal digits.");
            plain[length++] = value;
            at += 2;
        }

        try
        {
            return Strict.GetString(plain, 0, length);
        }
        catch (DecoderFallbackException)
        {
            throw Unreadable("The form is not UTF-8.");
        }
    }

    private static InvalidRequestException Unreadable(string problem) => new(new ValidationProblem("value_error", ["body"], problem));
}
