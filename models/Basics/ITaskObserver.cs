namespace ILGpuAutoencoders.Models;

/// <summary>Is told how a task is going; it renders and never decides.</summary>
public interface ITaskObserver
{
    /// <summary>The device is open.</summary>
    /// <param name="device">What it is.</param>
    /// <param name="reason">Why it was chosen.</param>
    void DeviceOpened(string device, string reason)
    {
    }

    /// <summary>Pictures are being decoded or drawn; called from any thread.</summary>
    /// <param name="ready">Pictures that are ready.</param>
    /// <param name="total">Pictures to load.</param>
    void Loading(int ready, int total)
    {
    }

    /// <summary>Principal components are being fitted to pictures.</summary>
    /// <param name="done">Steps that are done.</param>
    /// <param name="total">Steps in all.</param>
    void Fitting(int done, int total)
    {
    }

    /// <summary>Something went wrong, but the task continues.</summary>
    /// <param name="message">One sentence.</param>
    void Warned(string message)
    {
    }
}
