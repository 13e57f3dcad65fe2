using System.Security.Cryptography;
using Dirac.Client.Http;
using Dirac.Model.Api;

namespace Dirac.Client.Sandboxes;

/// <summary>Moves sandbox archives, which are named by their content.</summary>
/// <param name="connection">The server; shared, not disposed here.</param>
/// <remarks>Thread-safe. Errors are those of <see cref="ApiConnection"/>.</remarks>
public sealed class SandboxClient(ApiConnection connection)
{
    /// <summary>Uploads an archive unless the server has its content already.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="format">tar.bz2 or tar.zst.</param>
    /// <param name="job">The job for whose owner a pilot uploads; null for users, who upload for themselves.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The sandbox's full name, <c>SB:…</c>.</returns>
    public async Task<string> UploadAsync(string file, string format, long? job = null, CancellationToken cancellationToken = default)
    {
        var path = job is { } id ? $"/api/jobs/sandbox?job_id={id}" : "/api/jobs/sandbox";
        var content = await DescribeAsync(file, format, cancellationToken).ConfigureAwait(false);
        var reply = await connection.SendAsync(
            ApiRequest.WithJson(HttpMethod.Post, path, content, PilotJsonContext.Default.SandboxUploadRequest),
            PilotJsonContext.Default.SandboxUploadReply,
            cancellationToken).ConfigureAwait(false);
        if (reply.Url is null) return reply.Pfn;

        var upload = new ApiRequest(HttpMethod.Post, SandboxAddress.Below(reply.Url)) { Anonymous = true, CreateContent = () => CreateForm(file, reply.Fields) };
        (await connection.SendAsync(upload, cancellationToken).ConfigureAwait(false)).Dispose();
        return reply.Pfn;
    }

    /// <summary>Downloads an archive.</summary>
    /// <param name="pfn">The sandbox's name, with or without <c>SB:SE|</c>.</param>
    /// <param name="target">File to write; replaced if it exists.</param>
    /// <param name="cancellationToken">Ends the call; the file may be incomplete then.</param>
    public async Task DownloadAsync(string pfn, string target, CancellationToken cancellationToken = default)
    {
        var reply = await connection.SendAsync(
            ApiRequest.Get($"/api/jobs/sandbox?pfn={Uri.EscapeDataString(pfn)}"), PilotJsonContext.Default.SandboxDownloadReply, cancellationToken).ConfigureAwait(false);
        using var response = await connection.SendAsync(ApiRequest.Get(SandboxAddress.Below(reply.Url)) with { Anonymous = true }, cancellationToken).ConfigureAwait(false);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var output = File.Create(target);
        await stream.CopyToAsync(output, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<SandboxUploadRequest> DescribeAsync(string file, string format, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        var hash = await SHA256.HashDataAsync(stream, cancellationToken).ConfigureAwait(false);
        return new SandboxUploadRequest("sha256", Convert.ToHexStringLower(hash), stream.Length, format);
    }

    private static MultipartFormDataContent CreateForm(string file, IReadOnlyDictionary<string, string>? fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields ?? new Dictionary<string, string>()) form.Add(new StringContent(value), $"\"{name}\"");
        form.Add(new StreamContent(File.OpenRead(file)), "\"file\"", Path.GetFileName(file));
        return form;
    }
}
