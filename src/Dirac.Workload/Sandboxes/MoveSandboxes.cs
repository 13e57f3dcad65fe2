using Dirac.Model.Api;
using Dirac.Model.Data;
using Dirac.Model.Errors;
using Dirac.Security.Identities;
using Dirac.Security.Local;
using Microsoft.Extensions.Options;

namespace Dirac.Workload.Sandboxes;

/// <summary>Lets callers upload and download sandboxes at addresses that this server signs.</summary>
internal sealed class MoveSandboxes(
    WorkloadDatabases databases,
    SandboxFiles files,
    SandboxAccess access,
    UrlSigner signer,
    IOptions<WorkloadOptions> options,
    TimeProvider clock)
{
    public const string ContentPath = "/api/jobs/sandbox/content";

    private const string UploadPurpose = "sandbox-upload";
    private const string DownloadPurpose = "sandbox-download";

    private TimeSpan Lifetime => TimeSpan.FromSeconds(options.Value.SandboxUrlSeconds);

    /// <summary>Says where to upload; without an address when the content is here already.</summary>
    public async Task<SandboxUploadReply> RequestUploadAsync(Caller caller, SandboxUploadRequest request, long? job, CancellationToken cancellationToken)
    {
        CheckSize(request);
        var owner = await access.OwnerOfUploadAsync(caller, job, cancellationToken);
        var content = new SandboxContent(SandboxContent.DefaultBucket, owner.Vo, owner.OwnerGroup, owner.Owner, request.Checksum.ToLowerInvariant(), request.Format);
        var name = SandboxName.For(SandboxName.DefaultSE, content);
        if (await IsStoredAsync(name, content, cancellationToken)) return new SandboxUploadReply(name.ToString());

        var fields = new Dictionary<string, string>
        {
            ["pfn"] = name.ToString(),
            ["size"] = $"{request.Size}",
            ["signature"] = signer.Sign(UploadPurpose, Signed(name.ToString(), request.Size), Lifetime),
        };
        return new SandboxUploadReply(name.ToString(), ContentPath, fields);
    }

    /// <summary>Takes in an upload whose address we signed.</summary>
    public async Task ReceiveAsync(string pfn, long size, string signature, Stream source, CancellationToken cancellationToken)
    {
        Demand(signer.Verify(UploadPurpose, Signed(pfn, size), signature));
        var name = SandboxName.Parse(pfn);
        await files.StoreAsync(name.Content!, size, source, cancellationToken);
        await RegisterAsync(name, size, cancellationToken);
    }

    /// <summary>Takes in an upload that comes with the call itself; returns its name.</summary>
    /// <param name="caller">Whose it will be.</param>
    /// <param name="format">Kind of archive.</param>
    /// <param name="md5">The checksum it was announced with; null for none.</param>
    /// <param name="most">The largest size taken, bytes.</param>
    /// <param name="source">The content.</param>
    /// <param name="cancellationToken">Stops between parts.</param>
    public async Task<SandboxName> TakeAsync(Caller caller, string format, string? md5, long most, Stream source, CancellationToken cancellationToken)
    {
        if (!SandboxContent.IsFormat(format)) throw Bad($"A sandbox is a file .tar.bz2 or .tar.zst, not '{(format.Length > 20 ? format[..20] : format)}'.");
        var owner = await access.OwnerOfUploadAsync(caller, null, cancellationToken);
        var nameless = new SandboxContent(SandboxContent.DefaultBucket, owner.Vo, owner.OwnerGroup, owner.Owner, new string('0', 64), format);
        SandboxName.For(SandboxName.DefaultSE, nameless);
        var (content, size) = await files.StoreHashedAsync(nameless, md5, Math.Min(most, options.Value.MaxSandboxBytes), source, cancellationToken);
        var name = SandboxName.For(SandboxName.DefaultSE, content);
        await RegisterAsync(name, size, cancellationToken);
        return name;
    }

    /// <summary>Opens a sandbox that the caller may see.</summary>
    /// <param name="caller">Who wants it.</param>
    /// <param name="pfn">Its name.</param>
    /// <param name="oldDirectory">Where DIRAC's own sandboxes are, which are named by other rules.</param>
    /// <param name="cancellationToken">Stops before it is opened.</param>
    public async Task<FileStream> OpenAsync(Caller caller, string pfn, string oldDirectory, CancellationToken cancellationToken)
    {
        var name = WithSE(SandboxName.Parse(pfn));
        await FindAsync(caller, name, cancellationToken);
        try
        {
            return name.Content is { } content ? files.OpenRead(content) : SandboxFiles.OpenOld(oldDirectory, name);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DiracException(ErrorCode.NotFound, "Sandbox does not exist", null, missing);
        }
    }

    /// <summary>Says where to download a sandbox the caller may see.</summary>
    public async Task<SandboxDownloadReply> RequestDownloadAsync(Caller caller, string pfn, CancellationToken cancellationToken)
    {
        var name = WithSE(SandboxName.Parse(pfn));
        await FindAsync(caller, name, cancellationToken);
        var signature = signer.Sign(DownloadPurpose, name.ToString(), Lifetime);
        return new SandboxDownloadReply(
            $"{ContentPath}?pfn={Uri.EscapeDataString(name.ToString())}&signature={signature}", options.Value.SandboxUrlSeconds);
    }

    /// <summary>Opens a sandbox whose address we signed.</summary>
    public FileStream Open(string pfn, string signature)
    {
        Demand(signer.Verify(DownloadPurpose, pfn, signature));
        var name = SandboxName.Parse(pfn);
        return name.Content is { } content && files.Exists(content)
            ? files.OpenRead(content)
            : throw new DiracException(ErrorCode.NotFound, $"The content of sandbox {name} is not on this server.");
    }

    private async Task RegisterAsync(SandboxName name, long size, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        await databases.Sandboxes.WriteAsync((session, token) => SandboxStore.AddAsync(session, name, name.Content!, size, now, token), cancellationToken);

        // A cleaning of an older one of the same content may have put the file aside before the row was there.
        if (!files.Exists(name.Content!)) throw new DiracException(ErrorCode.Conflict, "This sandbox was being cleaned while it arrived.", "Upload it again.");
    }

    private async Task FindAsync(Caller caller, SandboxName name, CancellationToken cancellationToken)
    {
        var sandbox = await databases.Sandboxes.ReadAsync((session, token) => SandboxStore.FindAsync(session, name, token), cancellationToken);
        await access.DemandReadAsync(caller, sandbox, name, cancellationToken);
        var now = clock.GetUtcNow().UtcDateTime;
        await databases.Sandboxes.WriteAsync((session, token) => SandboxStore.TouchAsync(session, sandbox!.SBId, now, token), cancellationToken);
    }

    // Being asked for keeps a sandbox from being cleaned until the job that wants it is there.
    private async Task<bool> IsStoredAsync(SandboxName name, SandboxContent content, CancellationToken cancellationToken)
    {
        if (!files.Exists(content)) return false;
        if (await databases.Sandboxes.ReadAsync((session, token) => SandboxStore.FindAsync(session, name, token), cancellationToken) is not { } known) return false;
        var now = clock.GetUtcNow().UtcDateTime;
        return await databases.Sandboxes.WriteAsync((session, token) => SandboxStore.TouchAsync(session, known.SBId, now, token), cancellationToken);
    }

    private static SandboxName WithSE(SandboxName name) => name.SE.Length > 0 ? name : SandboxName.Parse($"SB:{SandboxName.DefaultSE}|{name.Pfn}");

    // DiracX's clients expect 400, not 413: it is not this request that is too large.
    private void CheckSize(SandboxUploadRequest request)
    {
        if (request.Size > options.Value.MaxSandboxBytes)
        {
            throw new DiracException(
                ErrorCode.BadRequest,
                $"Sandbox is too big: {request.Size} bytes, at most {options.Value.MaxSandboxBytes} are allowed.",
                "Please upload it to a grid storage element and name the LFN in the job.");
        }
    }

    private static void Demand(SignatureVerdict verdict)
    {
        if (verdict == SignatureVerdict.Good) return;
        throw new DiracException(
            ErrorCode.NotAuthorized,
            verdict == SignatureVerdict.Expired ? "This address has expired." : "This address was not signed by this server.",
            "Ask for a new address.");
    }

    private static string Signed(string pfn, long size) => $"{pfn} {size}";

    private static DiracException Bad(string message) => new(ErrorCode.BadRequest, message);
}
