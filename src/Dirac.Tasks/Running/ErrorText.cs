namespace Dirac.Tasks.Running;

/// <summary>What is noted of an exception.</summary>
internal static class ErrorText
{
    /// <summary>Its kind and message; of one whose message throws in turn, what it throws.</summary>
    public static string Of(Exception exception) =>
        TryRead(exception, out var message) ? $"{exception.GetType().Name}: {message}" : $"{exception.GetType().Name}, whose message cannot be read: {message}";

    /// <summary>Whether its message can be read, and so logged.</summary>
    public static bool IsReadable(Exception exception) => TryRead(exception, out _);

    private static bool TryRead(Exception exception, out string message)
    {
        try
        {
            message = exception.Message;
            _ = exception.ToString();
            return true;
        }
        catch (Exception odd)
        {
            message = odd.GetType().Name;
            return false;
        }
    }
}
